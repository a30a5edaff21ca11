-- The words of each procedure's name, and each word once: what is typed is compared with words, a few
-- thousand of them, and not with every name. Names then come by the words that they have.
CREATE TABLE known_word (
    word text PRIMARY KEY
);
CREATE INDEX known_word_alike ON known_word USING gin (word extensions.gin_trgm_ops);

CREATE TABLE procedure_word (
    word text NOT NULL,
    key  text NOT NULL, -- of `reference`, kind Procedure
    PRIMARY KEY (word, key)
);
CREATE INDEX procedure_word_by_key ON procedure_word (key);

CREATE FUNCTION keep_procedure_words() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'INSERT' THEN
        DELETE FROM procedure_word WHERE key = OLD.key;
    END IF;
    IF TG_OP <> 'DELETE' THEN
        INSERT INTO known_word
            SELECT unnest(string_to_array(NEW.words, ' ')) ON CONFLICT DO NOTHING;
        INSERT INTO procedure_word
            SELECT unnest(string_to_array(NEW.words, ' ')), NEW.key ON CONFLICT DO NOTHING;
    END IF;
    RETURN NULL;
END
$$;
CREATE TRIGGER procedure_words_new AFTER INSERT ON reference
    FOR EACH ROW WHEN (NEW.kind = 'Procedure') EXECUTE FUNCTION keep_procedure_words();
CREATE TRIGGER procedure_words_changed AFTER UPDATE ON reference
    FOR EACH ROW WHEN (NEW.kind = 'Procedure' AND NEW.words IS DISTINCT FROM OLD.words)
    EXECUTE FUNCTION keep_procedure_words();
CREATE TRIGGER procedure_words_gone AFTER DELETE ON reference
    FOR EACH ROW WHEN (OLD.kind = 'Procedure') EXECUTE FUNCTION keep_procedure_words();

INSERT INTO procedure_word
    SELECT DISTINCT unnest(string_to_array(words, ' ')), key FROM reference WHERE kind = 'Procedure';
INSERT INTO known_word SELECT DISTINCT word FROM procedure_word;
