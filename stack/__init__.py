"""The embedded stack: real PostgreSQL and Kafka, dev issuer, sink, and the verbs of ./motcua."""
