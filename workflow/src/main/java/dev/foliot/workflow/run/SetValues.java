package dev.foliot.workflow.run;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.PreparedStatementSetter;

/**
 * Sets the parameters of a statement. The driver determines their types, so that the metadata of
 * the connection is not read for each null.
 */
final class SetValues implements PreparedStatementSetter {
  private final @Nullable Object[] values;

  SetValues(@Nullable Object[] values) {
    this.values = values;
  }

  @Override
  public void setValues(PreparedStatement statement) throws SQLException {
    for (int i = 0; i < values.length; i++) {
      if (values[i] == null) {
        statement.setNull(i + 1, Types.NULL);
      } else {
        statement.setObject(i + 1, values[i]);
      }
    }
  }
}
