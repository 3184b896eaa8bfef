from collections.abc import Mapping

from temporalio.client import Client
from temporalio.contrib.pydantic import pydantic_data_converter
from temporalio.envconfig import ClientConfig


async def connect(environment: Mapping[str, str] | None = None) -> Client:
    """By Temporal's own environment configuration: TEMPORAL_ADDRESS, TEMPORAL_NAMESPACE, TLS and API key.

    `environment` stands for the process's own where one is given.
    """
    config = ClientConfig.load_client_connect_config(override_env_vars=environment)
    return await Client.connect(**config, data_converter=pydantic_data_converter)
