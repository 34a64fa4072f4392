"""Opens files as QGIS would and says in JSON what it found; run by the system's Python, which has QGIS.

usage: python3 qgis_probe.py PICTURE FILE...
"""

import json
import os
import sys
import tempfile
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("XDG_RUNTIME_DIR", tempfile.mkdtemp())

from qgis.core import (
    QgsApplication,
    QgsCoordinateReferenceSystem,
    QgsDateTimeRange,
    QgsExpressionContext,
    QgsExpressionContextUtils,
    QgsLayoutExporter,
    QgsLayoutItemLabel,
    QgsLayoutItemLegend,
    QgsMapRendererSequentialJob,
    QgsMapSettings,
    QgsProject,
    QgsProviderRegistry,
    QgsVectorLayer,
    QgsVectorLayerTemporalContext,
)
from qgis.core import QgsExpression as Expression
from qgis.PyQt.QtCore import QDate, QDateTime, QSize, Qt, QTime

EVENING = QDateTime(QDate(2024, 1, 3), QTime(12, 0), Qt.UTC)
MORNING = QDateTime(QDate(2024, 1, 3), QTime(6, 0), Qt.UTC)


def at(layer, moment):
    """How many features the time slider shows at a moment."""
    context = QgsVectorLayerTemporalContext()
    context.setLayer(layer)
    wanted = layer.temporalProperties().createFilterString(context, QgsDateTimeRange(moment, moment.addSecs(60)))
    return sum(1 for _ in layer.getFeatures(wanted)) if wanted else layer.featureCount()


def tips(layer):
    found = []
    for feature in layer.getFeatures():
        context = QgsExpressionContext(QgsExpressionContextUtils.globalProjectLayerScopes(layer))
        context.setFeature(feature)
        found.append(Expression.replaceExpressionText(layer.mapTipTemplate(), context))
    return found


def edges(layer):
    """The lengths in degrees of the edges that are drawn by expression, of every feature."""
    settings = [p for item in layer.renderer().legendSymbolItems() if item.symbol()
                for p in (part.properties() for part in item.symbol().symbolLayers())]  # fmt: skip
    drawn = {p["geometryModifier"] for p in settings if p.get("geometryModifier", "").startswith("difference(boundary")}
    found = []
    for feature in layer.getFeatures() if drawn else ():
        context = QgsExpressionContext(QgsExpressionContextUtils.globalProjectLayerScopes(layer))
        context.setFeature(feature)
        line = Expression(min(drawn)).evaluate(context)
        found.append(round(line.length(), 6))
    return found


def described(layer):
    if not layer.isValid() or not isinstance(layer, QgsVectorLayer):
        return {"name": layer.name(), "valid": layer.isValid(), "source": layer.source()}
    renderer = layer.renderer()
    broken = []
    if renderer and renderer.type() == "RuleRenderer":
        broken = [
            r.label() for r in renderer.rootRule().children() if Expression(r.filterExpression()).hasParserError()
        ]
    return {
        "name": layer.name(),
        "valid": True,
        "source": layer.source(),
        "features": layer.featureCount(),
        "crs": layer.crs().authid(),
        "fields": {field.name(): field.typeName() for field in layer.fields()},
        "aliases": {field.name(): field.alias() for field in layer.fields()},
        "legend": [item.label() for item in renderer.legendSymbolItems()] if renderer else [],
        "broken_rules": broken,
        "edges": edges(layer),
        "labels": layer.labelsEnabled(),
        "invalid": [f.id() for f in layer.getFeatures() if f.hasGeometry() and not f.geometry().isGeosValid()],
        "temporal": layer.temporalProperties().isActive(),
        "at_morning": at(layer, MORNING) if layer.temporalProperties().isActive() else None,
        "at_evening": at(layer, EVENING) if layer.temporalProperties().isActive() else None,
        "tips": tips(layer)[:50] if layer.mapTipTemplate() else [],
    }


def colours(layers, picture):
    """Draws the layers in WGS 84 and counts the colours of the picture."""
    settings = QgsMapSettings()
    settings.setLayers(layers)
    settings.setDestinationCrs(QgsCoordinateReferenceSystem("EPSG:4326"))
    settings.setOutputSize(QSize(900, 700))
    settings.setExtent(settings.fullExtent())
    scopes = [QgsExpressionContextUtils.globalScope(), QgsExpressionContextUtils.mapSettingsScope(settings)]
    context = QgsExpressionContext()
    context.appendScopes(scopes)
    settings.setExpressionContext(context)
    job = QgsMapRendererSequentialJob(settings)
    job.start()
    job.waitForFinished()
    image = job.renderedImage()
    image.save(picture)
    return len({image.pixel(x, y) for x in range(0, 900, 3) for y in range(0, 700, 3)}), [
        e.message for e in job.errors()
    ]


def corners(box):
    return [box.xMinimum(), box.yMinimum(), box.xMaximum(), box.yMaximum()]


def printed(layout):
    """What a print layout says, and whether it can be exported as a picture."""
    items = layout.items()
    legends = [item for item in items if isinstance(item, QgsLayoutItemLegend)]
    settings = QgsLayoutExporter.ImageExportSettings()
    settings.dpi = 50
    target = str(Path(tempfile.mkdtemp()) / "page.png")
    tree = QgsProject.instance().layerTreeRoot()
    layout.referenceMap().setLayers([n.layer() for n in tree.findLayers() if n.isVisible()])
    return {
        "texts": [item.currentText() for item in sorted((i for i in items if isinstance(i, QgsLayoutItemLabel)),
                                                        key=lambda i: i.pos().y())],
        "legend": [node.name() for legend in legends for node in legend.model().rootGroup().findLayers()],
        "exported": QgsLayoutExporter(layout).exportToImage(target, settings) == QgsLayoutExporter.Success,
    }  # fmt: skip


def opened(path):
    if path.suffix in {".qgz", ".qgs"}:
        project = QgsProject.instance()
        messages = []
        QgsApplication.messageLog().messageReceived.connect(lambda text, tag, level: messages.append(text))
        read = project.read(str(path))
        layers = project.layerTreeRoot().layerOrder()
        about = {
            "read": read,
            "error": project.error(),
            "title": project.title(),
            "crs": project.crs().authid(),
            "groups": [group.name() for group in project.layerTreeRoot().findGroups()],
            "visible": {n.name(): n.isVisible() for n in project.layerTreeRoot().findLayers()},
            "layouts": [printed(layout) for layout in project.layoutManager().printLayouts()],
            "messages": messages,
            "view": corners(project.viewSettings().defaultViewExtent()),
            "relations": {r.name(): r.isValid() for r in project.relationManager().relations().values()},
        }
        return layers, about
    found = QgsProviderRegistry.instance().providerMetadata("ogr").querySublayers(str(path))
    layers = []
    for sublayer in found:
        layer = QgsVectorLayer(sublayer.uri(), sublayer.name() or path.stem, "ogr")
        layer.loadDefaultStyle()
        layers.append(layer)
    return layers, {}


def main(picture, *files):
    application = QgsApplication([], False)
    application.initQgis()
    report, drawn = {}, []
    for file in files:
        layers, about = opened(Path(file))
        report[Path(file).name] = about | {"layers": [described(layer) for layer in layers]}
        drawn += [layer for layer in layers if layer.isValid() and layer.isSpatial()]
    report["colours"], report["errors"] = colours(drawn, picture)
    print(json.dumps(report, ensure_ascii=False))
    sys.stdout.flush()
    os._exit(0)  # taking Qt down can crash without a screen


if __name__ == "__main__":
    main(*sys.argv[1:])
