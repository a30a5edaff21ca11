-- What intake alone knows of a procedure: papers, fees, result, sources. The header is in `reference`.
CREATE TABLE procedure_detail (
    code    text  NOT NULL,
    version int   NOT NULL,
    detail  jsonb NOT NULL,
    PRIMARY KEY (code, version)
);
