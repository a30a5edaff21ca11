"""The main job told step by step on the running stack, by the doors that people use."""
