"""The sink: takes every e-mail, SMS and webhook, shows them, and misbehaves when told to."""
