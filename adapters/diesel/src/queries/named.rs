//! What is the same of roles and of groups: each has a name, a state that is counted, and users, and one of an instance
//! may be its default.

use ba360_core::record::PageRequest;

/// How many of an instance are looked at: one more than are counted.
pub(super) const REACH: usize = PageRequest::REACH as usize + 1;

/// Reads, removes and marks those of a table, whose `Row` of `COLUMNS` the module's own `read` understands; users name
/// theirs in the column that is told last.
macro_rules! named {
    ($table:ident, $named:ident, $id:ident, $outcome:ident, $of_user:ident) => {
        fn with_users(c: &mut Conn, instance: InstanceId, named: $named) -> Outcome<$named> {
            let users: i64 = users::table
                .filter(users::instance_id.eq(instance.0))
                .filter(users::$of_user.eq(named.id.0))
                .count()
                .get_result(c)?;
            Ok($named {
                users: u32::try_from(users).unwrap_or(u32::MAX),
                ..named
            })
        }

        fn list(c: &mut Conn, instance: InstanceId, text: &str, page: PageRequest) -> Outcome<Found<$named>> {
            let rows = dialect::first_n!(
                c,
                super::named::REACH,
                Row,
                $table::table
                    .filter($table::instance_id.eq(instance.0))
                    .order($table::name)
                    .select(COLUMNS)
            )?;
            let mut held = rows.into_iter().map(read).collect::<Outcome<Vec<_>>>()?;
            held.retain(|named| named.name.holds(text));
            let Found { items, total, page } = Found::page_of(held, page);
            let items = items
                .into_iter()
                .map(|named| with_users(c, instance, named));
            Ok(Found {
                items: items.collect::<Outcome<_>>()?,
                total,
                page,
            })
        }

        fn by_id(c: &mut Conn, instance: InstanceId, id: $id) -> Outcome<Option<$named>> {
            let row = $table::table
                .filter($table::instance_id.eq(instance.0))
                .filter($table::id.eq(id.0))
                .select(COLUMNS)
                .get_result::<Row>(c)
                .optional()?;
            let found = row.map(read).transpose()?;
            found
                .map(|named| with_users(c, instance, named))
                .transpose()
        }

        /// What is known of one in the state of a version.
        fn seen(
            c: &mut Conn,
            instance: InstanceId,
            id: $id,
            version: i64,
        ) -> QueryResult<Result<(), $outcome>> {
            let there: Option<i64> = $table::table
                .filter($table::instance_id.eq(instance.0))
                .filter($table::id.eq(id.0))
                .select($table::version)
                .get_result(c)
                .optional()?;
            Ok(match there {
                None => Err($outcome::Unknown),
                Some(there) if there != version => Err($outcome::Stale),
                Some(_) => Ok(()),
            })
        }

        /// A user who gets it meanwhile keeps it there: by the foreign key.
        fn delete(c: &mut Conn, instance: InstanceId, id: $id, version: i64) -> Outcome<$outcome> {
            dialect::hold_administration(c, instance)?;
            if let Err(outcome) = seen(c, instance, id, version)? {
                return Ok(outcome);
            }
            settled(c.transaction(|c| {
                diesel::delete(
                    $table::table
                        .filter($table::instance_id.eq(instance.0))
                        .filter($table::id.eq(id.0)),
                )
                .execute(c)
                .map_err(Undone::by(
                    DatabaseErrorKind::ForeignKeyViolation,
                    $outcome::InUse,
                ))?;
                Ok($outcome::Done(id))
            }))
        }

        /// The mark is taken away first, since there is never more than one.
        fn mark_default(c: &mut Conn, instance: InstanceId, id: Option<$id>) -> Outcome<bool> {
            dialect::hold_administration(c, instance)?;
            let marked = $table::table
                .filter($table::instance_id.eq(instance.0))
                .filter($table::is_default);
            let before: Option<i64> = marked.select($table::id).get_result(c).optional()?;
            if let Some(id) = id {
                let there = $table::table
                    .filter($table::instance_id.eq(instance.0))
                    .filter($table::id.eq(id.0));
                let there: Option<i64> = there.select($table::id).get_result(c).optional()?;
                if there.is_none() {
                    return Ok(false);
                }
            }
            let after = id.map(|id| id.0);
            for (id, is_default) in [(before, false), (after, true)] {
                let Some(id) = id.filter(|_| before != after) else {
                    continue;
                };
                let one = $table::table
                    .filter($table::instance_id.eq(instance.0))
                    .filter($table::id.eq(id));
                diesel::update(one)
                    .set((
                        $table::is_default.eq(is_default),
                        $table::version.eq($table::version + 1),
                    ))
                    .execute(c)?;
            }
            Ok(true)
        }
    };
}
pub(super) use named;
