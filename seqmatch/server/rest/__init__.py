"""The REST interface: a person's review and answers, and what operators watch; described by OpenAPI."""
