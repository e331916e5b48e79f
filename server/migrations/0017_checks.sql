-- Checks of the way into environments that teams have: one row for each.
CREATE TABLE checks (
    connection TEXT NOT NULL,
    environment TEXT NOT NULL,
    -- What is known of each kind, as JSON.
    findings TEXT NOT NULL,
    checked_at BIGINT,
    next_at BIGINT NOT NULL,
    -- Until when whoever began a check is waited for.
    taken_until BIGINT,
    -- Grows with each write: whoever names an older one writes nothing.
    version BIGINT NOT NULL,
    PRIMARY KEY (connection, environment)
);
