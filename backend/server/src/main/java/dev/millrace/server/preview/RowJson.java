package dev.millrace.server.preview;

import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;

/** Rows of a preview as JSON, with every digit that they have. */
public final class RowJson {
    private static final JsonMapper EXACT = JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES).build();

    private RowJson() {}

    public static JsonNode read(String json) {
        return EXACT.readTree(json);
    }

    /** A value for people: text without quotes, NULL where there is none. */
    public static String text(JsonNode value) {
        return value.isMissingNode() || value.isNull() ? "NULL" : value.isString() ? value.stringValue() : value.isBigDecimal() ? value.decimalValue().toPlainString()
                : value.toString();
    }
}
