-- The log is written once. Whoever owns the file can take these away, and the chain then shows what they did.

CREATE TRIGGER event_is_tied BEFORE INSERT ON event WHEN NEW.hash = ''
BEGIN
    SELECT RAISE(ABORT, 'a line of the log needs its hash: an older portal still writes here');
END;
CREATE TRIGGER event_is_not_changed BEFORE UPDATE ON event WHEN OLD.hash <> ''
BEGIN
    SELECT RAISE(ABORT, 'the log is written once');
END;
CREATE TRIGGER event_is_not_deleted BEFORE DELETE ON event
BEGIN
    SELECT RAISE(ABORT, 'the log is written once');
END;
CREATE TRIGGER checkpoint_is_not_changed BEFORE UPDATE ON checkpoint
BEGIN
    SELECT RAISE(ABORT, 'the log is written once');
END;
CREATE TRIGGER checkpoint_is_not_deleted BEFORE DELETE ON checkpoint
BEGIN
    SELECT RAISE(ABORT, 'the log is written once');
END;
