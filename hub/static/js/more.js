/* The streams named «Suite» are found from their place in the page, so that a pasted table may join them (editor.js). */

class More extends window.wagtailStreamField.blocks.StreamBlockDefinition {
  render(...place) {
    const stream = super.render(...place);
    stream.element.dataset.more = "";
    stream.element.moreStream = stream;
    return stream;
  }
}

window.telepath.register("hub.core.blocks.More", More);
