package dev.millrace.runtime.avro;

import java.io.Serializable;

/**
 * Avro records, one for each value.
 *
 * @param schema as text; null: of the registry when reading, made of the columns when writing
 * @param registry whose number of the schema stands before each record, as Confluent does it; null: the record is all there is
 */
public record AvroFormat(String schema, Registry registry) implements Serializable {

    /**
     * Where a schema registry is, and who asks. It does not show its password.
     *
     * @param name under which it is set up
     * @param url such as http://host:8081
     * @param user empty: nobody
     */
    public record Registry(String name, String url, String user, String password) implements Serializable {
        @Override
        public String toString() {
            return name;
        }
    }
}
