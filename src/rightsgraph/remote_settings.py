"""The settings that say which store on another server is asked, and how."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, SecretStr

from rightsgraph.answer_settings import AnswerSettings

_DAY = 86_400
_GIBIBYTE = 1_073_741_824


class RemoteSettings(AnswerSettings):
    """The part of `Settings` that is about a store on another server."""

    store: str = Field(
        default="",
        description="SPARQL endpoint of a store on another server, which is asked in the place of "
        "the snapshots; empty for none.",
    )
    store_update: str = Field(
        default="", description="Its endpoint for updates, where `push` may write by SPARQL."
    )
    store_graphs: str = Field(
        default="",
        description="Its endpoint of the Graph Store Protocol, by which `push` writes if it can.",
    )
    store_user: str = Field(default="", description="User name for the store.")
    store_password: SecretStr = Field(default=SecretStr(""), description="Password for the store.")
    store_token: SecretStr = Field(
        default=SecretStr(""), description="Bearer token for the store, instead of a password."
    )
    store_authentication: Literal["basic", "digest"] = Field(
        default="basic", description="How user and password are sent: basic or digest."
    )
    store_method: Literal["POST", "GET"] = Field(
        default="POST", description="How queries are sent to the store: POST or GET."
    )
    store_default_graphs: str = Field(
        default="",
        description="IRIs of the graphs that make up the default graph of a store into which "
        "`push` did not write; empty for what the store takes itself.",
    )
    store_connections: int = Field(
        default=8, ge=1, le=1024, description="Most queries that the store is asked at a time."
    )
    store_connect_seconds: float = Field(
        default=5.0,
        gt=0,
        le=_DAY,
        description="How long a connection to the store may take, in seconds.",
    )
    store_answer_bytes: int = Field(
        default=_GIBIBYTE,
        ge=65_536,
        le=1024 * _GIBIBYTE,
        description="Largest answer that is taken from the store, in bytes.",
    )
