//! The records that have one of some texts as a whole field, by one statement.

use diesel::{
    PgConnection, QueryResult, RunQueryDsl,
    pg::Pg,
    query_builder::{AstPass, Query, QueryFragment, QueryId},
    sql_types::{Array, BigInt, Nullable, SmallInt, Text},
};
use std::marker::PhantomData;

/// A look-up for each text, and one for each record that it finds. Joined in the ordinary way, the planner may take the
/// comparison of the texts for a filter, and walk through every key of the instance: it does so as long as it knows
/// nothing of the table, which is while the first import fills it.
///
/// `Of` stands for the table: the statement of each is kept prepared.
pub(crate) struct Whole<'a, Of> {
    pub(crate) instance: i64,
    pub(crate) kind: i16,
    pub(crate) texts: Vec<&'a str>,
    pub(crate) most: i64,
    /// The columns, and the table with the beginning of its condition.
    pub(crate) columns: &'static str,
    pub(crate) of: PhantomData<Of>,
}

type Field = Nullable<Text>;

impl<Of: 'static> QueryId for Whole<'_, Of> {
    type QueryId = Whole<'static, Of>;
    const HAS_STATIC_QUERY_ID: bool = true;
}

impl<Of> Query for Whole<'_, Of> {
    type SqlType = (BigInt, BigInt, (Field, Field, Field, Field, Field), Text);
}

impl<Of> RunQueryDsl<PgConnection> for Whole<'_, Of> {}

impl<Of> QueryFragment<Pg> for Whole<'_, Of> {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        out.push_sql("select record.* from unnest(");
        out.push_bind_param::<Array<Text>, _>(&self.texts)?;
        out.push_sql(
            "::text[]) as wanted(key) cross join lateral (select match_keys.record_id from match_keys \
             where match_keys.instance_id = ",
        );
        out.push_bind_param::<BigInt, _>(&self.instance)?;
        out.push_sql(" and match_keys.kind = ");
        out.push_bind_param::<SmallInt, _>(&self.kind)?;
        out.push_sql(" and match_keys.key = wanted.key order by match_keys.record_id limit ");
        out.push_bind_param::<BigInt, _>(&self.most)?;
        out.push_sql(") as found cross join lateral (select ");
        out.push_sql(self.columns);
        out.push_bind_param::<BigInt, _>(&self.instance)?;
        // What follows keeps the planner from joining the tables in its own way.
        out.push_sql(" and id = found.record_id offset 0) as record limit ");
        out.push_bind_param::<BigInt, _>(&self.most)
    }
}

/// The rows of the records that have one of some texts as a whole field.
macro_rules! whole {
    ($c:expr, $most:expr, $row:ty, $table:ident, ($($field:ident),+), $of:expr, $texts:expr) => {{
        struct Of;
        let of = $of;
        let mut texts = Vec::from($texts);
        texts.sort_unstable();
        texts.dedup();
        let query = $crate::dialect::postgres::whole::Whole::<Of> {
            instance: of.0,
            kind: of.1,
            texts,
            // As many as are asked for are far below what fits.
            most: i64::try_from($most).unwrap_or(i64::MAX),
            columns: concat!(
                "id, version, ",
                $(stringify!($field), ", ",)+
                "search_index from ",
                stringify!($table),
                " where instance_id = "
            ),
            of: std::marker::PhantomData,
        };
        diesel::RunQueryDsl::load::<$row>(query, $c)
    }};
}
pub(crate) use whole;
