package dev.foliot.testsupport.shop;

import dev.foliot.aggregate.Aggregate;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Inheritance;
import jakarta.persistence.InheritanceType;
import jakarta.persistence.Table;

/** The root of a hierarchy whose classes have a table each, joined. */
@Aggregate
@Entity
@Inheritance(strategy = InheritanceType.JOINED)
public class Document extends Shaped {
  @Id private String documentId = "";
  private String title = "";

  protected Document() {}

  public Document(String documentId) {
    this.documentId = documentId;
  }

  @Override
  public String id() {
    return documentId;
  }

  @Override
  public void set(String text) {
    title = text;
  }

  @Override
  public String text() {
    return title;
  }

  /** Has a table of its own for what a document has not. */
  @Entity
  @Table(name = "invoice")
  public static class Invoice extends Document {
    private String payer = "";

    protected Invoice() {}

    public Invoice(String documentId) {
      super(documentId);
    }

    @Override
    public void set(String text) {
      payer = text;
    }

    @Override
    public String text() {
      return payer;
    }
  }
}
