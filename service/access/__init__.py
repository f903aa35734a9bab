"""Who is calling, and may they: sites and origins, readers, moderators, keys, limits."""
