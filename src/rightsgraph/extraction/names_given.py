"""Given names that are frequent in many countries: they tell a person from an organisation.

A list of facts, far from complete; it only tips the balance where nothing else says what a name is.
"""

from __future__ import annotations

_NAMES = """
aaron abdul abdullah abel abigail abraham adam adama adele adrian agnes agnieszka ahmad ahmed
aisha alain alan albert alberto alejandra alejandro aleksandr alessandra alessandro alex
alexander alexandra alexandre alexis alfonso alfred ali alice alicia alison allan allison
amadou amanda amelia amin amina amir amy ana anastasia anders andre andrea andreas andrei
andres andrew andrzej angel angela angelika anita anja anna annamaria anne annette annie
anthony antoine anton antonia antonio anwar arash ariel arjun armando arnold arthur arturo
asad asma astrid audrey augusto barbara bashir beatrice beatriz ben benjamin bernard bernd
bertrand beth betty bilal bill birgit boris brian bridget bruce bruno camila camille carl carla
carlos carmen carol carole carolina caroline carolyn catarina catherine cecile cecilia celia
cesar charles charlotte cheikh chen cheryl chiara chris christian christiane christina
christine christoph christophe christopher clara clare claire claude claudia claudio clement
colin colm connie constance cornelia craig cristian cristina cynthia daniel daniela daniele
danielle daria dario darya david dawit deborah delphine denis denise dennis desmond diana diane
diego dieter dimitri dina dirk dmitri dmitry dominique donald donna dora dorothy douglas
duncan edgar edmund eduardo edward edwin eileen elaine elena eleanor elias elif elisa
elisabeth elizabeth ella ellen elsa emeka emil emilia emilie emilio emily emma
emmanuel eric erica erik erika ernest ernesto esther eugene eva evelyn fabian fabio fadi faisal
farah farid fatima fatma fatou federico felipe felix ferdinand fernanda fernando fiona
florence florian frances francesca francesco francis francisca francisco franck frank franz
fred frederic frederick gabriel gabriela gabriele gabrielle gareth gary genevieve geoffrey
georg george georges georgina gerald gerard gianni gilbert gilles giorgio giovanni giulia
giuseppe gloria gonzalo gordon grace graham greg gregory greta guido guillaume guillermo
gunther gustavo guy habib hamid hana hanna hannah hans harold harriet harry hassan heather
hector heidi heinz helen helena helene helga henri henrik henry herbert hilary holly hortense
howard hugh hugo hussein ian ibrahim ida ignacio igor ilya imran ines ingrid irene irina iris
isaac isabel isabella isabelle ismail ivan jack jacek jackie jacob jacqueline jacques
jaime jakob jamal james jamie jan jane janet janice jason javier jean jeanne jeff jeffrey
jennifer jenny jeremy jerome jess jesse jessica jesus jill jim joachim joan joana joanna
joao joaquin joel johan johanna johannes john jon jonas jonathan jordi jorge jose josef joseph
josephine joshua joy joyce juan juana judith julia julian juliana julie julien juliet julio
juliette julius jun jurgen justin kamal kamila karen karim karin karl karla karol katarina kate
katharina katherine kathleen kathryn katie katja katrin kay keith kelly ken kenneth kerry kevin
khaled khalid kim kirsten klaus kofi kristen kristin kristina kurt kwame kyle lara larry lars
laszlo latifa laura lauren laurence laurent lea leah leila lena leo leon leonard leonardo
leonor leslie leticia lewis liam lidia lila lilian liliana lina linda lionel lisa liu liz
lorenzo lorraine louis louisa louise luc luca lucas lucia luciana luciano lucie lucy ludmila
luigi luis luisa lukas luke lydia lynn lynne maciej madeleine magdalena mahmoud maja malik
malcolm mamadou manfred manuel manuela marc marcel marcela marcelo marcin marco marcos
marcus margaret margarita margot maria mariam mariana marianne marie marina mario
marion marjorie mark marko markus marlene marta martha martin martina martine mary mateo
mathias matilda matteo matthew matthias maureen mauricio max maxime maya megan mehmet mei
melanie melissa mercedes mia michael michaela michal michel michele michelle miguel mihai mike
mikhail milan milos mina minh miriam mirjam mohamed mohammad mohammed moira molly monica
monika mostafa muhammad mukesh musa mustafa nabil nadia nancy naomi natalia natalie natasha
nathan nathalie neil nelson nicholas nick nicola nicolas nicole nikolai nils nina noah
noam noel nora norma norman nour olaf oleg olena olga oliver olivia olivier omar orlando oscar
osman otto pablo paola paolo pascal patrice patricia patricio patrick paul paula paulina pauline
paulo pavel pedro penelope peter petra philip philippe phillip pierre pilar piotr priya
quentin rachel rafael raj rajesh ralf ralph ramon rana raphael raquel rashid raul ravi raymond
rebecca regina reinhard renata renate rene ricardo riccardo richard rita robert roberta roberto
robin rodrigo roger roland rolf roman ronald rosa rosalind rosario rose rosemary ross roxana
ruben rudolf rui ruth ryan sabine sabrina said salim sally salma salvador sam samantha samir
samuel sandra santiago sara sarah sasha saskia scott sean sebastian selma serena serge sergei
sergey sergio sharon shaun sheila shirin shirley sidney silvia simon simone sofia
sonia sophia sophie soraya stacey stanislav stefan stefania stefano stephan stephane stephanie
stephen steve steven stuart sue sunil susan susana susanne suzanne sven svetlana sylvia
sylvie tamara tania tanya tara tariq tatiana ted teresa terry tessa thaddeus theo theodore
theresa therese thierry thomas tim timothy tobias todd tom tomas tomasz toni tony tracy ulrich
ulrike umar ursula usman valentina valeria valerie vanessa vera veronica veronique vicente
vicky victor victoria viktor vincent viola violeta virginia vivian vladimir walter wanda wang
wei wendy werner wilhelm william wolfgang xavier yan yasmin yolanda yousef youssef yuki yuri
yusuf yvette yvonne zahra zainab zeynep zoe zoltan
"""
GIVEN_NAMES = frozenset(_NAMES.split())
