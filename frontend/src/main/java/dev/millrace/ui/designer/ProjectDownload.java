package dev.millrace.ui.designer;

import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.server.streams.DownloadHandler;
import com.vaadin.flow.server.streams.DownloadResponse;
import dev.millrace.server.design.Design;
import dev.millrace.server.export.ProjectExport;
import java.io.ByteArrayInputStream;

/** The pipeline as a Maven project. It is put together when it is asked for, since its test takes a sample. */
final class ProjectDownload extends Anchor {
    ProjectDownload(Design design, ProjectExport projects) {
        super(DownloadHandler.fromInputStream(e -> {
            byte[] zip = projects.zip(design);
            return new DownloadResponse(new ByteArrayInputStream(zip), design.pipeline().name().replaceAll("[^A-Za-z0-9]+", "-") + ".zip", "application/zip", zip.length);
        }), "Download project");
        getElement().setAttribute("title", "A Maven project that runs on Flink alone, with a test over a sample of rows");
    }
}
