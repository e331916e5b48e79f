//! Which requests are whose, in SQL: who decides, for whom they wait, and who sees them.

/// Whether $1 decides, who decides all ($2) or is an approver ($3); in an order, at the places that the words name.
macro_rules! decides {
    ($places:literal) => {
        concat!(
            "($2 = 1
              OR (b.deciders = 'team' AND EXISTS (SELECT 1 FROM team_member m WHERE m.team = r.team AND m.person = $1
                                                  AND (m.owner = 1 OR $3 = 1)))
              OR (b.deciders = 'people' AND EXISTS (SELECT 1 FROM blueprint_approver a
                                                    WHERE a.blueprint = r.blueprint AND a.person = $1))
              OR (b.deciders = 'in_order' AND EXISTS (SELECT 1 FROM blueprint_step s WHERE s.blueprint = r.blueprint ",
            $places,
            " AND (s.person = $1 OR (s.person IS NULL AND EXISTS (
                      SELECT 1 FROM team_member m WHERE m.team = COALESCE(s.team, r.team) AND m.person = $1
                      AND (m.owner = 1 OR $3 = 1)))))))"
        )
    };
}

/// Whether it waits for the decision of $1.
macro_rules! waits {
    () => {
        concat!(
            "(r.stage = 'asked' AND r.person <> $1
              AND NOT EXISTS (SELECT 1 FROM request_approval v WHERE v.request = r.id AND v.person = $1)
              AND ",
            // An approval of another plan is none: the table has those of this one alone.
            decides!("AND s.place = (SELECT COUNT(*) FROM request_approval v WHERE v.request = r.id)"),
            ")"
        )
    };
}

/// What a viewer sees and a filter lets through, in eight parameters.
macro_rules! listed {
    () => {
        concat!(
            " FROM request r JOIN blueprint b ON b.id = r.blueprint
              WHERE (r.person = $1 OR (r.stage <> 'draft' AND ($4 = 1 OR ",
            decides!(""),
            " OR EXISTS (SELECT 1 FROM team_member m WHERE m.team = r.team AND m.person = $1 AND m.owner = 1))))
              AND ($5 = 'all' OR ($5 = 'mine' AND r.person = $1) OR ($5 = 'to_decide' AND ",
            waits!(),
            ") OR ($5 = 'stuck' AND (EXISTS (SELECT 1 FROM operation o WHERE o.draft = r.id
                                              AND o.state IN ('undecided', 'stalled'))
                                     OR EXISTS (SELECT 1 FROM lifetime f WHERE f.asked_in = r.id
                                                AND f.stage IN ('stopped', 'stuck')))))
               AND ($6 = '' OR r.stage = $6) AND r.sought LIKE $7 ESCAPE '!' AND ($8 = '' OR r.kind = $8)"
        )
    };
}
