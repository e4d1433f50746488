package dev.foliot.rebuild;

import java.util.List;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Copies the definition of a table into another schema. {@code create table … like} would give
 * indexes and unique constraints other names, which a later migration would not find. So their
 * statements are read from the catalogue of the database.
 */
final class PostgresCopy {
  private static final String TABLE =
      """
      with t as (
        select c.oid, c.relowner, c.reloptions, c.relpersistence, c.relreplident,
               ns.spcname,
               format('%I.%I', n.nspname, c.relname) as live,
               format('%I.%I', s.name, c.relname) as copy,
               s.name as schema
          from (select cast(? as text) as name) s,
               pg_class c
          join pg_namespace n on n.oid = c.relnamespace
          left join pg_tablespace ns on ns.oid = c.reltablespace
         where c.oid = to_regclass(quote_ident(?))
      )
      select statement
        from t,
     lateral (
      select 1, format('create %s table %s (like %s including all excluding indexes excluding statistics) %s %s',
                       case when relpersistence = 'u' then 'unlogged' end,
                       copy, live,
                       'with (' || array_to_string(reloptions, ', ') || ')',
                       'tablespace ' || quote_ident(spcname))
      union all
      select 2, format('alter table %s add constraint %I %s', copy, conname, pg_get_constraintdef(pg_constraint.oid))
        from pg_constraint
       where conrelid = t.oid and contype in ('p', 'u', 'x')
      union all
      select 3, definition.head || ' on ' || copy || substr(pg_get_indexdef(indexrelid), length(definition.head || ' on ' || live) + 1)
        from pg_index
        join pg_class i on i.oid = indexrelid,
     lateral (select format('create %sindex %I', case when indisunique then 'unique ' end, i.relname)) definition (head)
       where indrelid = t.oid
         and indisvalid
         and not exists (select 1 from pg_constraint where conindid = indexrelid and contype in ('p', 'u', 'x'))
      union all
      select 4, format('alter table %s replica identity %s', copy, case relreplident when 'f' then 'full' else 'nothing' end)
       where relreplident in ('f', 'n')
      union all
      select 5, format('comment on table %s is %L', copy, obj_description(t.oid, 'pg_class'))
       where obj_description(t.oid, 'pg_class') is not null
      union all
      select 6, format('grant usage, create on schema %I to %I', schema, pg_get_userbyid(relowner))
       where relowner <> current_user::regrole
      union all
      select 7, format('alter table %s owner to %I', copy, pg_get_userbyid(relowner))
       where relowner <> current_user::regrole
      ) ddl (step, statement)
       order by step, statement""";

  /**
   * Copies the grants. The default privileges of the role may grant more than the live table does.
   */
  private static final String GRANTS =
      """
      with t as (
        select c.oid, c.relacl, c.relowner,
               format('%I.%I', s.name, c.relname) as copy
          from (select cast(? as text) as name) s,
               pg_class c
         where c.oid = to_regclass(quote_ident(?))
      )
      select statement
        from t,
     lateral (
      select 1, format('revoke all on %s from %s', copy, role(grantee)) from aclexplode((select relacl from pg_class where oid = copy::regclass))
      union all
      select 2, format('grant %s on %s to %s%s', privilege_type, copy, role(grantee), option(is_grantable))
        from aclexplode(coalesce(relacl, acldefault('r', relowner)))
      union all
      select 3, format('grant %s (%I) on %s to %s%s', privilege_type, attname, copy, role(grantee), option(is_grantable))
        from pg_attribute, aclexplode(attacl)
       where attrelid = t.oid and attnum > 0 and not attisdropped
      ) ddl (step, statement)
       order by step, statement"""
          .replace(
              "role(grantee)",
              "case grantee when 0 then 'public' else quote_ident(pg_get_userbyid(grantee)) end")
          .replace("option(is_grantable)", "case when is_grantable then ' with grant option' end");

  private static final String FOREIGN_KEYS =
      """
      select format('alter table %I.%I add constraint %I %s',
                    cast(? as text), relname, conname, pg_get_constraintdef(k.oid))
        from pg_constraint k
        join pg_class c on c.oid = conrelid
       where conrelid = to_regclass(quote_ident(?)) and contype = 'f'
       order by conname""";

  private final JdbcTemplate jdbc;
  private final String schema;

  PostgresCopy(JdbcTemplate jdbc, String schema) {
    this.jdbc = jdbc;
    this.schema = schema;
  }

  /** Creates the table, with everything that moves with it later. */
  void table(String table) {
    statements(TABLE, table).forEach(jdbc::execute);
    statements(GRANTS, table).forEach(jdbc::execute);
  }

  /**
   * The statements for a table's foreign keys. They name the referenced table without a schema, so
   * they find its copy in the shadow schema.
   */
  List<String> foreignKeys(String table) {
    return statements(FOREIGN_KEYS, table);
  }

  private List<String> statements(String query, String table) {
    return jdbc.queryForList(query, String.class, schema, table);
  }
}
