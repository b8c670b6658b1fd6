"""What the tests stand on: migrated databases, a throwaway PostgreSQL, guards against the network and typing errors."""
