"""What the jobs of docker-compose.yml do, each `python -m stack.compose JOB` in its container."""
