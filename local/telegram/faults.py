from enum import StrEnum

from pydantic import BaseModel, ConfigDict


class FaultAction(StrEnum):
    DROP_REPLY = "drop_reply"  # executed, then the connection breaks without an answer
    SERVER_ERROR = "server_error"  # 502, not executed
    REFUSE = "refuse"  # refused: 429 with retry_after, or any error given by error_code and description


class Fault(BaseModel):
    model_config = ConfigDict(extra="forbid")

    method: str
    action: FaultAction
    times: int = 1
    chat: str | None = None
    retry_after: int = 1
    error_code: int = 429
    description: str | None = None

    def hits(self, method: str, chat: str | None) -> bool:
        same_method = self.method.lower() == method.lower()
        return self.times > 0 and same_method and self.chat in {None, chat}


class Faults:
    """Asked once per call, before it is executed: the only place where a fault enters."""

    def __init__(self) -> None:
        self.waiting: list[Fault] = []

    def add(self, fault: Fault) -> None:
        self.waiting.append(fault)

    def clear(self) -> None:
        self.waiting.clear()

    def take(self, method: str, chat: str | None) -> Fault | None:
        for fault in self.waiting:
            if fault.hits(method, chat):
                fault.times -= 1
                self.waiting = [f for f in self.waiting if f.times > 0]
                return fault
        return None
