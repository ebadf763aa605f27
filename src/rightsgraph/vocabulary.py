# ruff: noqa: N815, SIM905
"""The names of the graph: namespaces, terms and concepts.

Made by tools/generate_vocabulary.py from ontology/; do not edit. Terms keep the spelling of
their vocabulary (`Rg.saidBy`, `Cito.hasCitedEntity`); one that is a word of Python has an
underscore behind it. Only terms of the allow-list ontology/external-terms.csv are here.

Example:
    >>> Rg.saidBy
    'https://w3id.org/rightsgraph/ontology#saidBy'
    >>> PREFIXES["cito"]
    'http://purl.org/spar/cito/'
    >>> "refer-to-icc" in ACTIONS
    True
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, Literal

RG: Final = "https://w3id.org/rightsgraph/ontology#"
BIBO: Final = "http://purl.org/ontology/bibo/"
BIRO: Final = "http://purl.org/spar/biro/"
C4O: Final = "http://purl.org/spar/c4o/"
CITO: Final = "http://purl.org/spar/cito/"
DCTERMS: Final = "http://purl.org/dc/terms/"
DOCO: Final = "http://purl.org/spar/doco/"
FABIO: Final = "http://purl.org/spar/fabio/"
FOAF: Final = "http://xmlns.com/foaf/0.1/"
OA: Final = "http://www.w3.org/ns/oa#"
ORG: Final = "http://www.w3.org/ns/org#"
OWL: Final = "http://www.w3.org/2002/07/owl#"
PROV: Final = "http://www.w3.org/ns/prov#"
RDF: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS: Final = "http://www.w3.org/2000/01/rdf-schema#"
SD: Final = "http://www.w3.org/ns/sparql-service-description#"
SH: Final = "http://www.w3.org/ns/shacl#"
SKOS: Final = "http://www.w3.org/2004/02/skos/core#"
UNDO: Final = "https://w3id.org/un/ontology/undo/"
VOID: Final = "http://rdfs.org/ns/void#"
XSD: Final = "http://www.w3.org/2001/XMLSchema#"
VOCABULARY: Final = "https://w3id.org/rightsgraph/vocabulary/"

# The prefixes that a SPARQL query may use without declaring them.
PREFIXES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "rg": RG,
        "action": VOCABULARY + "action/",
        "bibo": BIBO,
        "biro": BIRO,
        "c4o": C4O,
        "category": VOCABULARY + "action-category/",
        "check": VOCABULARY + "quotation-check/",
        "cito": CITO,
        "dcterms": DCTERMS,
        "doco": DOCO,
        "fabio": FABIO,
        "foaf": FOAF,
        "issue": VOCABULARY + "issue/",
        "kind": VOCABULARY + "document-kind/",
        "oa": OA,
        "org": ORG,
        "owl": OWL,
        "prov": PROV,
        "rdf": RDF,
        "rdfs": RDFS,
        "resolution": VOCABULARY + "resolution/",
        "response": VOCABULARY + "response/",
        "review": VOCABULARY + "review-state/",
        "sd": SD,
        "sh": SH,
        "skos": SKOS,
        "undo": UNDO,
        "violation": VOCABULARY + "violation/",
        "void": VOID,
        "xsd": XSD,
    }
)


class Rg:
    """Terms of `rg:` in use."""

    AdvocacyLetter: Final = RG + "AdvocacyLetter"
    BackgroundFact: Final = RG + "BackgroundFact"
    BackgroundGraph: Final = RG + "BackgroundGraph"
    CitationTally: Final = RG + "CitationTally"
    Correction: Final = RG + "Correction"
    Court: Final = RG + "Court"
    DateLine: Final = RG + "DateLine"
    Finding: Final = RG + "Finding"
    Furniture: Final = RG + "Furniture"
    Gap: Final = RG + "Gap"
    Group: Final = RG + "Group"
    LongQuotation: Final = RG + "LongQuotation"
    Mandate: Final = RG + "Mandate"
    Quotation: Final = RG + "Quotation"
    QuotationComparison: Final = RG + "QuotationComparison"
    Recommendation: Final = RG + "Recommendation"
    RecommendationTally: Final = RG + "RecommendationTally"
    Review: Final = RG + "Review"
    Salutation: Final = RG + "Salutation"
    SignatureList: Final = RG + "SignatureList"
    Situation: Final = RG + "Situation"
    SourceGraph: Final = RG + "SourceGraph"
    State: Final = RG + "State"
    Statement: Final = RG + "Statement"
    SubjectLine: Final = RG + "SubjectLine"
    UNBody: Final = RG + "UNBody"
    Valediction: Final = RG + "Valediction"
    abstentions: Final = RG + "abstentions"
    actionCategory: Final = RG + "actionCategory"
    actionCount: Final = RG + "actionCount"
    addressedTo: Final = RG + "addressedTo"
    addresseeCount: Final = RG + "addresseeCount"
    alpha2: Final = RG + "alpha2"
    alpha3: Final = RG + "alpha3"
    asksFor: Final = RG + "asksFor"
    attributedTo: Final = RG + "attributedTo"
    basedOn: Final = RG + "basedOn"
    candidate: Final = RG + "candidate"
    citationCount: Final = RG + "citationCount"
    citationRank: Final = RG + "citationRank"
    citationText: Final = RG + "citationText"
    citedDocument: Final = RG + "citedDocument"
    comparisonOf: Final = RG + "comparisonOf"
    comparisonResult: Final = RG + "comparisonResult"
    concerns: Final = RG + "concerns"
    confidence: Final = RG + "confidence"
    correctedLiteral: Final = RG + "correctedLiteral"
    correctedProperty: Final = RG + "correctedProperty"
    correctedValue: Final = RG + "correctedValue"
    correction: Final = RG + "correction"
    cosponsors: Final = RG + "cosponsors"
    deadline: Final = RG + "deadline"
    difference: Final = RG + "difference"
    documentCount: Final = RG + "documentCount"
    documentKind: Final = RG + "documentKind"
    enteredFrom: Final = RG + "enteredFrom"
    evidence: Final = RG + "evidence"
    findingCount: Final = RG + "findingCount"
    firstIssued: Final = RG + "firstIssued"
    foundIn: Final = RG + "foundIn"
    identifiedAs: Final = RG + "identifiedAs"
    inNote: Final = RG + "inNote"
    inPassage: Final = RG + "inPassage"
    inState: Final = RG + "inState"
    issue: Final = RG + "issue"
    issuedBy: Final = RG + "issuedBy"
    lastIssued: Final = RG + "lastIssued"
    legalBasis: Final = RG + "legalBasis"
    m49: Final = RG + "m49"
    mandatedBy: Final = RG + "mandatedBy"
    mandatingDocument: Final = RG + "mandatingDocument"
    markedIn: Final = RG + "markedIn"
    markerOffset: Final = RG + "markerOffset"
    mentions: Final = RG + "mentions"
    officialName: Final = RG + "officialName"
    order: Final = RG + "order"
    passageDigest: Final = RG + "passageDigest"
    pinpoint: Final = RG + "pinpoint"
    pinpointText: Final = RG + "pinpointText"
    placeOfIssue: Final = RG + "placeOfIssue"
    quotationCheck: Final = RG + "quotationCheck"
    quotedThrough: Final = RG + "quotedThrough"
    reason: Final = RG + "reason"
    recommendationCount: Final = RG + "recommendationCount"
    reportedIn: Final = RG + "reportedIn"
    resolution: Final = RG + "resolution"
    resolvedThrough: Final = RG + "resolvedThrough"
    response: Final = RG + "response"
    reviewOf: Final = RG + "reviewOf"
    reviewSession: Final = RG + "reviewSession"
    reviewState: Final = RG + "reviewState"
    reviewedText: Final = RG + "reviewedText"
    reviewer: Final = RG + "reviewer"
    rule: Final = RG + "rule"
    saidBy: Final = RG + "saidBy"
    salutation: Final = RG + "salutation"
    setAside: Final = RG + "setAside"
    shortForm: Final = RG + "shortForm"
    signatory: Final = RG + "signatory"
    signature: Final = RG + "signature"
    sourceDigest: Final = RG + "sourceDigest"
    speakerCount: Final = RG + "speakerCount"
    subjectLine: Final = RG + "subjectLine"
    submittedTo: Final = RG + "submittedTo"
    summary: Final = RG + "summary"
    supports: Final = RG + "supports"
    symbol: Final = RG + "symbol"
    tallyAction: Final = RG + "tallyAction"
    tallyAddressee: Final = RG + "tallyAddressee"
    tallyCited: Final = RG + "tallyCited"
    tallyCiting: Final = RG + "tallyCiting"
    tallyNumber: Final = RG + "tallyNumber"
    tallySituation: Final = RG + "tallySituation"
    tallyYear: Final = RG + "tallyYear"
    textDigest: Final = RG + "textDigest"
    throughCitation: Final = RG + "throughCitation"
    timesAsked: Final = RG + "timesAsked"
    timesCited: Final = RG + "timesCited"
    verdict: Final = RG + "verdict"
    violation: Final = RG + "violation"
    violationCount: Final = RG + "violationCount"
    votesAgainst: Final = RG + "votesAgainst"
    votesInFavour: Final = RG + "votesInFavour"
    words: Final = RG + "words"


class Bibo:
    """Terms of `bibo:` in use."""

    Letter: Final = BIBO + "Letter"
    Quote: Final = BIBO + "Quote"
    issuer: Final = BIBO + "issuer"
    locator: Final = BIBO + "locator"
    recipient: Final = BIBO + "recipient"
    shortTitle: Final = BIBO + "shortTitle"


class C4o:
    """Terms of `c4o:` in use."""

    GlobalCitationCount: Final = C4O + "GlobalCitationCount"
    hasContent: Final = C4O + "hasContent"
    hasContext: Final = C4O + "hasContext"
    hasGlobalCitationFrequency: Final = C4O + "hasGlobalCitationFrequency"
    hasGlobalCountSource: Final = C4O + "hasGlobalCountSource"
    hasGlobalCountValue: Final = C4O + "hasGlobalCountValue"


class Cito:
    """Terms of `cito:` in use."""

    Citation: Final = CITO + "Citation"
    cites: Final = CITO + "cites"
    citesAsEvidence: Final = CITO + "citesAsEvidence"
    citesForInformation: Final = CITO + "citesForInformation"
    discusses: Final = CITO + "discusses"
    hasCitationCharacterization: Final = CITO + "hasCitationCharacterization"
    hasCitedEntity: Final = CITO + "hasCitedEntity"
    hasCitingEntity: Final = CITO + "hasCitingEntity"
    includesQuotationFrom: Final = CITO + "includesQuotationFrom"
    isCitedBy: Final = CITO + "isCitedBy"
    supports: Final = CITO + "supports"


class Dcterms:
    """Terms of `dcterms:` in use."""

    Location: Final = DCTERMS + "Location"
    alternative: Final = DCTERMS + "alternative"
    audience: Final = DCTERMS + "audience"
    bibliographicCitation: Final = DCTERMS + "bibliographicCitation"
    created: Final = DCTERMS + "created"
    creator: Final = DCTERMS + "creator"
    description: Final = DCTERMS + "description"
    format: Final = DCTERMS + "format"
    hasPart: Final = DCTERMS + "hasPart"
    identifier: Final = DCTERMS + "identifier"
    isPartOf: Final = DCTERMS + "isPartOf"
    isVersionOf: Final = DCTERMS + "isVersionOf"
    issued: Final = DCTERMS + "issued"
    language: Final = DCTERMS + "language"
    license: Final = DCTERMS + "license"
    modified: Final = DCTERMS + "modified"
    publisher: Final = DCTERMS + "publisher"
    references: Final = DCTERMS + "references"
    relation: Final = DCTERMS + "relation"
    source: Final = DCTERMS + "source"
    spatial: Final = DCTERMS + "spatial"
    subject: Final = DCTERMS + "subject"
    title: Final = DCTERMS + "title"
    type: Final = DCTERMS + "type"


class Doco:
    """Terms of `doco:` in use."""

    Abstract: Final = DOCO + "Abstract"
    Appendix: Final = DOCO + "Appendix"
    BackMatter: Final = DOCO + "BackMatter"
    Footnote: Final = DOCO + "Footnote"
    Label: Final = DOCO + "Label"
    ListOfOrganizations: Final = DOCO + "ListOfOrganizations"
    Paragraph: Final = DOCO + "Paragraph"
    Section: Final = DOCO + "Section"
    TextChunk: Final = DOCO + "TextChunk"
    Title: Final = DOCO + "Title"


class Fabio:
    """Terms of `fabio:` in use."""

    Book: Final = FABIO + "Book"
    LegalOpinion: Final = FABIO + "LegalOpinion"
    Letter: Final = FABIO + "Letter"
    NewsItem: Final = FABIO + "NewsItem"
    Quotation: Final = FABIO + "Quotation"
    Report: Final = FABIO + "Report"
    WebPage: Final = FABIO + "WebPage"
    Work: Final = FABIO + "Work"
    hasDeadline: Final = FABIO + "hasDeadline"
    hasPlaceOfPublication: Final = FABIO + "hasPlaceOfPublication"
    hasSequenceIdentifier: Final = FABIO + "hasSequenceIdentifier"


class Foaf:
    """Terms of `foaf:` in use."""

    Agent: Final = FOAF + "Agent"
    Group: Final = FOAF + "Group"
    homepage: Final = FOAF + "homepage"
    page: Final = FOAF + "page"


class Oa:
    """Terms of `oa:` in use."""

    Annotation: Final = OA + "Annotation"
    SpecificResource: Final = OA + "SpecificResource"
    TextPositionSelector: Final = OA + "TextPositionSelector"
    TextQuoteSelector: Final = OA + "TextQuoteSelector"
    assessing: Final = OA + "assessing"
    end: Final = OA + "end"
    exact: Final = OA + "exact"
    hasBody: Final = OA + "hasBody"
    hasSelector: Final = OA + "hasSelector"
    hasSource: Final = OA + "hasSource"
    hasTarget: Final = OA + "hasTarget"
    motivatedBy: Final = OA + "motivatedBy"
    prefix: Final = OA + "prefix"
    start: Final = OA + "start"
    suffix: Final = OA + "suffix"


class Org:
    """Terms of `org:` in use."""

    Organization: Final = ORG + "Organization"
    subOrganizationOf: Final = ORG + "subOrganizationOf"


class Owl:
    """Terms of `owl:` in use."""

    AnnotationProperty: Final = OWL + "AnnotationProperty"
    Class: Final = OWL + "Class"
    DatatypeProperty: Final = OWL + "DatatypeProperty"
    ObjectProperty: Final = OWL + "ObjectProperty"
    Ontology: Final = OWL + "Ontology"
    versionIRI: Final = OWL + "versionIRI"
    versionInfo: Final = OWL + "versionInfo"


class Prov:
    """Terms of `prov:` in use."""

    Activity: Final = PROV + "Activity"
    Agent: Final = PROV + "Agent"
    Entity: Final = PROV + "Entity"
    Organization: Final = PROV + "Organization"
    Person: Final = PROV + "Person"
    Plan: Final = PROV + "Plan"
    SoftwareAgent: Final = PROV + "SoftwareAgent"
    atTime: Final = PROV + "atTime"
    endedAtTime: Final = PROV + "endedAtTime"
    generatedAtTime: Final = PROV + "generatedAtTime"
    hadPlan: Final = PROV + "hadPlan"
    startedAtTime: Final = PROV + "startedAtTime"
    used: Final = PROV + "used"
    wasAssociatedWith: Final = PROV + "wasAssociatedWith"
    wasAttributedTo: Final = PROV + "wasAttributedTo"
    wasDerivedFrom: Final = PROV + "wasDerivedFrom"
    wasGeneratedBy: Final = PROV + "wasGeneratedBy"
    wasInfluencedBy: Final = PROV + "wasInfluencedBy"
    wasQuotedFrom: Final = PROV + "wasQuotedFrom"
    wasRevisionOf: Final = PROV + "wasRevisionOf"


class Rdf:
    """Terms of `rdf:` in use."""

    HTML: Final = RDF + "HTML"
    JSON: Final = RDF + "JSON"
    Statement: Final = RDF + "Statement"
    first: Final = RDF + "first"
    langString: Final = RDF + "langString"
    nil: Final = RDF + "nil"
    object: Final = RDF + "object"
    predicate: Final = RDF + "predicate"
    rest: Final = RDF + "rest"
    subject: Final = RDF + "subject"
    type: Final = RDF + "type"
    value: Final = RDF + "value"


class Rdfs:
    """Terms of `rdfs:` in use."""

    comment: Final = RDFS + "comment"
    domain: Final = RDFS + "domain"
    isDefinedBy: Final = RDFS + "isDefinedBy"
    label: Final = RDFS + "label"
    range: Final = RDFS + "range"
    seeAlso: Final = RDFS + "seeAlso"
    subClassOf: Final = RDFS + "subClassOf"
    subPropertyOf: Final = RDFS + "subPropertyOf"


class Sd:
    """Terms of `sd:` in use."""

    Dataset: Final = SD + "Dataset"
    Graph: Final = SD + "Graph"
    NamedGraph: Final = SD + "NamedGraph"
    SPARQL11Query: Final = SD + "SPARQL11Query"
    SPARQL11Update: Final = SD + "SPARQL11Update"
    Service: Final = SD + "Service"
    UnionDefaultGraph: Final = SD + "UnionDefaultGraph"
    defaultDataset: Final = SD + "defaultDataset"
    defaultGraph: Final = SD + "defaultGraph"
    endpoint: Final = SD + "endpoint"
    feature: Final = SD + "feature"
    graph: Final = SD + "graph"
    inputFormat: Final = SD + "inputFormat"
    name: Final = SD + "name"
    namedGraph: Final = SD + "namedGraph"
    resultFormat: Final = SD + "resultFormat"
    supportedLanguage: Final = SD + "supportedLanguage"


class Skos:
    """Terms of `skos:` in use."""

    Concept: Final = SKOS + "Concept"
    ConceptScheme: Final = SKOS + "ConceptScheme"
    altLabel: Final = SKOS + "altLabel"
    broader: Final = SKOS + "broader"
    closeMatch: Final = SKOS + "closeMatch"
    definition: Final = SKOS + "definition"
    exactMatch: Final = SKOS + "exactMatch"
    example: Final = SKOS + "example"
    hasTopConcept: Final = SKOS + "hasTopConcept"
    hiddenLabel: Final = SKOS + "hiddenLabel"
    inScheme: Final = SKOS + "inScheme"
    narrower: Final = SKOS + "narrower"
    notation: Final = SKOS + "notation"
    note: Final = SKOS + "note"
    prefLabel: Final = SKOS + "prefLabel"
    topConceptOf: Final = SKOS + "topConceptOf"


class Undo:
    """Terms of `undo:` in use."""

    Decision: Final = UNDO + "Decision"
    Judgment: Final = UNDO + "Judgment"
    MeetingRecord: Final = UNDO + "MeetingRecord"
    Recommendation: Final = UNDO + "Recommendation"
    Resolution: Final = UNDO + "Resolution"
    Treaty: Final = UNDO + "Treaty"
    hasProponent: Final = UNDO + "hasProponent"


class Void:
    """Terms of `void:` in use."""

    Dataset: Final = VOID + "Dataset"
    Linkset: Final = VOID + "Linkset"
    class_: Final = VOID + "class"
    classPartition: Final = VOID + "classPartition"
    classes: Final = VOID + "classes"
    dataDump: Final = VOID + "dataDump"
    distinctObjects: Final = VOID + "distinctObjects"
    distinctSubjects: Final = VOID + "distinctSubjects"
    documents: Final = VOID + "documents"
    entities: Final = VOID + "entities"
    exampleResource: Final = VOID + "exampleResource"
    feature: Final = VOID + "feature"
    inDataset: Final = VOID + "inDataset"
    properties: Final = VOID + "properties"
    property: Final = VOID + "property"
    propertyPartition: Final = VOID + "propertyPartition"
    rootResource: Final = VOID + "rootResource"
    sparqlEndpoint: Final = VOID + "sparqlEndpoint"
    subset: Final = VOID + "subset"
    triples: Final = VOID + "triples"
    uriSpace: Final = VOID + "uriSpace"
    vocabulary: Final = VOID + "vocabulary"


class Xsd:
    """Terms of `xsd:` in use."""

    anyURI: Final = XSD + "anyURI"
    boolean: Final = XSD + "boolean"
    date: Final = XSD + "date"
    dateTime: Final = XSD + "dateTime"
    decimal: Final = XSD + "decimal"
    double: Final = XSD + "double"
    gYear: Final = XSD + "gYear"
    gYearMonth: Final = XSD + "gYearMonth"
    integer: Final = XSD + "integer"
    nonNegativeInteger: Final = XSD + "nonNegativeInteger"
    string: Final = XSD + "string"


ACTIONS: Final[frozenset[str]] = frozenset(
    """
    abolish-death-penalty accede accept-complaints-procedure access accountability adopt-law
    adopt-policy adopt-resolution allocate-resources allow-humanitarian-access
    allow-media-access allow-movement alternatives-to-detention amend-law apologise
    appoint-envoy authorise-peacekeeping change-attitudes close-detention-sites collect-data
    combat-corruption combat-hate-speech commute-sentences comply-with-international-law
    condemn-violations conduct-research consult-civil-society cooperate-with-icc
    cooperate-with-mechanisms cooperation death-penalty economic-and-social-rights
    end-arbitrary-detention end-censorship end-child-recruitment end-corporal-punishment
    end-disappearances end-extrajudicial-killings end-forced-labour end-gender-based-violence
    end-harmful-practices end-occupation end-solitary-confinement end-torture end-trafficking
    end-violations ending-violations engage-authorities ensure-accountability ensure-education
    ensure-fair-trial ensure-food ensure-health ensure-housing ensure-legal-safeguards
    ensure-work establish-contact-group establish-coordinating-body establish-investigation
    establish-nhri establish-npm establish-presence establish-tribunal extend-mandate
    facilitate-return grant-access grant-nationality hold-formal-meeting hold-free-elections
    human-rights-education implement-recommendations implement-treaty
    improve-detention-conditions international-cooperation invite-special-procedures knowledge
    law-and-institutions liberty-and-detention lift-state-of-emergency limit-use-of-force
    mainstream-human-rights monitor-situation moratorium-death-penalty people-to-people-dialogue
    political-reform preserve-evidence prevent-atrocities prevent-discrimination
    prevent-reprisals promote-human-rights prosecute-perpetrators protect-children
    protect-defenders protect-displaced protect-environment protect-indigenous-peoples
    protect-lgbti protect-migrants protect-minorities protect-persons-with-disabilities
    protect-population protect-refugees protect-witnesses protect-women protection
    provide-development-aid provide-humanitarian-aid provide-information provide-remedy
    provide-technical-assistance raise-awareness ratify-treaty reduce-poverty refer-to-icc
    reform-security-sector regulate-business rehabilitate-victims release-detainees
    remain-seized remedy-and-reparation remove-officials renew-mandate reparations
    repeal-amnesties repeal-law resources respect-assembly respect-ceasefire respect-expression
    respect-privacy respect-religion restore-property restrict-death-penalty reunite-families
    review-sanctions search-missing-persons seek-peaceful-settlement sign-treaty
    stop-deportations stop-forced-evictions stop-settlements strengthen-judiciary submit-report
    support-civil-society support-mechanism suspend-membership suspend-transfers
    take-decisive-action targeted-sanctions train-officials transmit-report truth-seeking
    un-action unclassified universal-jurisdiction withdraw-reservation
    """.split()
)

ACTION_CATEGORIES: Final[frozenset[str]] = frozenset(
    """
    considering continuing general minimal specific
    """.split()
)

DOCUMENT_KINDS: Final[frozenset[str]] = frozenset(
    """
    agenda annual-report book case communication compilation concluding-observations
    conference-room-paper constitution correspondence data-set decision decision-document
    declaration draft general-comment inquiry-report joint-letter joint-statement
    journal-article law legal-text letter manual meeting-document meeting-record news-article
    ngo-report note note-verbale opinion oral-statement other-document presidential-statement
    press-release progress-report publication report resolution stakeholder-submission
    state-party-report statement summary-record treaty upr-report views visit-report web-page
    written-statement
    """.split()
)

ISSUES: Final[frozenset[str]] = frozenset(
    """
    asylum-seekers-refugees civil-and-political-rights civil-society corruption
    counter-terrorism death-penalty detention development disabilities
    economic-social-and-cultural-rights elections enforced-disappearances environment
    extrajudicial-executions freedom-of-association-and-assembly freedom-of-movement
    freedom-of-opinion-and-expression freedom-of-religion-and-belief freedom-of-the-press
    general hiv-aids human-rights-defenders human-rights-education-and-training
    human-rights-violations-by-state-agents impunity indigenous-peoples
    internally-displaced-persons international-humanitarian-law international-instruments
    justice labour migrants minorities national-human-rights-institutions
    national-plan-of-action other poverty public-security racial-discrimination
    right-to-education right-to-food right-to-health right-to-housing right-to-land
    right-to-water rights-of-the-child sexual-orientation-and-gender-identity special-procedures
    technical-assistance-and-cooperation torture-and-ill-treatment trafficking treaty-bodies
    upr-process womens-rights
    """.split()
)

QuotationCheckSlug = Literal[
    "altered",
    "exact",
    "found-elsewhere",
    "normalised",
    "not-found",
    "source-not-held",
]
QUOTATION_CHECKS: Final[frozenset[str]] = frozenset(
    """
    altered exact found-elsewhere normalised not-found source-not-held
    """.split()
)

ResolutionSlug = Literal[
    "ambiguous",
    "explicit",
    "ibid",
    "note-above",
    "short-form",
    "unresolved",
]
RESOLUTIONS: Final[frozenset[str]] = frozenset(
    """
    ambiguous explicit ibid note-above short-form unresolved
    """.split()
)

RESPONSES: Final[frozenset[str]] = frozenset(
    """
    accepted noted partly-accepted
    """.split()
)

ReviewStateSlug = Literal[
    "accepted",
    "corrected",
    "rejected",
    "unreviewed",
]
REVIEW_STATES: Final[frozenset[str]] = frozenset(
    """
    accepted corrected rejected unreviewed
    """.split()
)

VIOLATIONS: Final[frozenset[str]] = frozenset(
    """
    abusive-emergency-measures aggression apartheid arbitrary-detention arbitrary-expulsion
    attacks-on-civilian-objects attacks-on-civilians attacks-on-defenders attacks-on-hospitals
    attacks-on-humanitarian-staff attacks-on-journalists best-interests-of-the-child censorship
    child-detention child-disability child-discrimination child-family-separation child-health
    child-identity child-labour child-protection child-recruitment child-refugees
    child-sexual-exploitation child-violence child-voice civil-and-political-rights
    collective-punishment core-international-crimes corporal-punishment crimes-against-humanity
    criminalisation-of-dissent cruel-treatment denial-of-counsel deportation
    disability-discrimination disability-legal-capacity discrimination
    discrimination-against-women discrimination-by-status discrimination-sogi
    economic-social-and-cultural-rights enforced-disappearance enforced-prostitution
    enforced-sterilization enslavement equality-before-the-law evidence-from-torture
    excessive-use-of-force exploitation-of-prostitution extermination extrajudicial-killing
    failure-to-prevent-torture female-genital-mutilation forced-abortion
    forced-displacement-of-civilians forced-eviction forced-marriage forced-pregnancy
    forcible-transfer freedom-of-assembly freedom-of-association freedom-of-expression
    freedom-of-movement freedom-of-religion gender-inequality-in-rights gender-persecution
    gender-stereotypes genocide genocide-conditions-of-life genocide-killing
    genocide-preventing-births genocide-serious-harm genocide-transfer-of-children
    grave-breaches gross-human-rights-violations groups-and-territory healthy-environment
    hostage-taking human-shields humanitarian-access-denial imprisonment imprisonment-for-debt
    impunity incitement-to-genocide incitement-to-hatred incommunicado-detention
    indigenous-peoples indiscriminate-attacks infanticide inhumane-detention-conditions
    juvenile-justice lack-of-judicial-independence legal-personality
    maternity-and-family-protection medical-experimentation migrant-workers
    military-trial-of-civilians minority-rights murder no-effective-remedy
    no-progressive-realisation no-torture-investigation no-torture-redress other-inhumane-acts
    other-sexual-violence persecution pillage political-participation political-persecution
    political-prison-camps primary-education prohibited-weapons prolonged-solitary-confinement
    prolonged-starvation racial-discrimination racial-persecution racial-segregation rape
    refoulement refugees religious-discrimination religious-persecution reprisals
    reproductive-health retroactive-punishment right-to-adequate-standard-of-living
    right-to-cultural-life right-to-education right-to-family-life right-to-food right-to-health
    right-to-housing right-to-life right-to-privacy right-to-social-security
    right-to-water-and-sanitation right-to-work rights-of-the-child rural-women
    scale-and-gravity self-determination sentencing-without-due-process sexual-slavery
    slavery-and-forced-labour starvation-as-method-of-warfare statelessness-deprivation
    systematic-and-widespread-violations threat-to-international-peace-and-security torture
    torture-and-ill-treatment torture-not-criminalised trade-union-rights trafficking-in-persons
    transfer-into-occupied-territory unfair-trial unlawful-confinement unlawful-death-penalty
    unlawful-destruction-of-property unlawful-occupation violation-enforced-disappearance
    violations-common-article-3 violations-internal-conflict violations-international-conflict
    violence-against-women war-crime-sexual-violence war-crimes wilful-killing women-education
    women-employment women-health women-legal-capacity women-marriage women-nationality
    women-political-life working-conditions
    """.split()
)
