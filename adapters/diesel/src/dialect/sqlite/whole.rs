//! The records that have one of some texts as a whole field, by one statement.

/// Whether a column is one of some texts: always the same number of them, since a statement that is not always
/// the same is not kept prepared.
macro_rules! one_of {
    ($column:expr, $texts:expr) => {{
        let [a, b, c, d, e, f, g, h] = $texts;
        $column
            .eq(a)
            .or($column.eq(b))
            .or($column.eq(c))
            .or($column.eq(d))
            .or($column.eq(e))
            .or($column.eq(f))
            .or($column.eq(g))
            .or($column.eq(h))
    }};
}
pub(crate) use one_of;

/// The rows of the records that have one of some texts as a whole field.
macro_rules! whole {
    ($c:expr, $most:expr, $row:ty, $table:ident, ($($field:ident),+), $of:expr, $texts:expr) => {{
        use $crate::schema::match_keys;
        let of = $of;
        $crate::dialect::sqlite::first_n!(
            $c,
            $most,
            $row,
            match_keys::table
                .inner_join($table::table.on($table::id
                    .eq(match_keys::record_id)
                    .and($table::instance_id.eq(match_keys::instance_id))))
                .filter(match_keys::instance_id.eq(of.0))
                .filter(match_keys::kind.eq(of.1))
                .filter($crate::dialect::sqlite::whole::one_of!(match_keys::key, $texts))
                .select((
                    $table::id,
                    $table::version,
                    ($($table::$field,)+),
                    $table::search_index,
                ))
        )
    }};
}
pub(crate) use whole;
