"""`python -m stack.issuer PORT KEY_FILE`; MOTCUA_<SERVICE>_URL say where people log in."""

import json
import os
import sys
from hashlib import sha256
from pathlib import Path

import uvicorn
from joserfc.jwk import RSAKey

from shared import logs
from stack.failure import Failure
from stack.issuer.app import application

HOST = "127.0.0.1"


def refuse_production() -> None:
    if os.environ.get("MOTCUA_ENV") == "production":
        raise Failure("the dev issuer signs in anyone as anybody: refused in production")


def main() -> None:
    refuse_production()
    port, file = int(sys.argv[1]), Path(sys.argv[2])
    kept = file.read_text()
    # The forms' secret comes from the key: they outlive `down` and `up` as the sessions do.
    secret = sha256(f"forms {kept}".encode()).hexdigest()
    key = RSAKey.import_key(json.loads(kept))
    logs.configure(service="issuer")
    app = application(key, f"http://{HOST}:{port}", secret)
    uvicorn.run(app, host=HOST, port=port, log_config=None, access_log=False, server_header=False)


if __name__ == "__main__":
    try:
        main()
    except Failure as failure:
        sys.exit(f"issuer: {failure}")
