-- The log is written once. Whoever owns the tables can take these away, and the chain then shows what they did.

CREATE OR REPLACE FUNCTION log_is_written_once() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the log is written once';
END
$$;
CREATE OR REPLACE FUNCTION log_line_needs_its_hash() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a line of the log needs its hash: an older portal still writes here';
END
$$;

CREATE TRIGGER event_is_tied BEFORE INSERT ON event
    FOR EACH ROW WHEN (NEW.hash = '') EXECUTE FUNCTION log_line_needs_its_hash();
CREATE TRIGGER event_is_not_changed BEFORE UPDATE ON event
    FOR EACH ROW WHEN (OLD.hash <> '') EXECUTE FUNCTION log_is_written_once();
CREATE TRIGGER event_is_not_deleted BEFORE DELETE OR TRUNCATE ON event
    FOR EACH STATEMENT EXECUTE FUNCTION log_is_written_once();
CREATE TRIGGER checkpoint_is_not_changed BEFORE UPDATE OR DELETE OR TRUNCATE ON checkpoint
    FOR EACH STATEMENT EXECUTE FUNCTION log_is_written_once();
