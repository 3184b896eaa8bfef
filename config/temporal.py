from temporalio.client import Client
from temporalio.contrib.pydantic import pydantic_data_converter
from temporalio.envconfig import ClientConfig


async def connect() -> Client:
    """By Temporal's own environment configuration: TEMPORAL_ADDRESS, TEMPORAL_NAMESPACE, TLS and API key."""
    return await Client.connect(
        **ClientConfig.load_client_connect_config(), data_converter=pydantic_data_converter
    )
