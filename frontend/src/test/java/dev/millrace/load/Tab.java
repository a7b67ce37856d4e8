package dev.millrace.load;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Page;

/** What a real browser's tab costs. */
final class Tab {
    private final CDPSession page;

    Tab(Page page) {
        this.page = page.context().newCDPSession(page);
        this.page.send("Performance.enable");
    }

    /** Seconds of processor that the page has used: its scripts, layout, style and whatever else its thread did. */
    double processor() {
        return metric("TaskDuration");
    }

    /** Bytes of objects of its scripts, after a collection. */
    double heap() {
        page.send("HeapProfiler.collectGarbage");
        return metric("JSHeapUsedSize");
    }

    private double metric(String name) {
        for (JsonElement metric : page.send("Performance.getMetrics").getAsJsonArray("metrics")) {
            JsonObject one = metric.getAsJsonObject();
            if (one.get("name").getAsString().equals(name)) {
                return one.get("value").getAsDouble();
            }
        }
        throw new IllegalStateException("The browser does not measure " + name);
    }
}
