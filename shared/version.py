"""The version of the product, as pages, logs and `./motcua status` tell it."""

VERSION = "0.1.0"
