-- Work on a dossier that a complaint's decision orders, until it is done.
CREATE TABLE remedy (
    remedy_id      uuid PRIMARY KEY,
    dossier_id     uuid NOT NULL REFERENCES dossier,
    unit_id        text NOT NULL,
    case_id        uuid NOT NULL CONSTRAINT remedy_once_a_case UNIQUE,
    decision_no    text NOT NULL,
    due_on         date NOT NULL,
    done_on        date,
    done_by        uuid,
    new_dossier_id uuid REFERENCES dossier
);
CREATE INDEX remedy_of_dossier ON remedy (dossier_id);
-- Officials open what is due first.
CREATE INDEX remedy_open_by_due ON remedy (unit_id, due_on, remedy_id) WHERE done_on IS NULL;
