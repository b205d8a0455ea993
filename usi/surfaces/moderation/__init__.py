"""Reports, the moderators' queue, decisions and appeals. Decides about any kind alike."""
