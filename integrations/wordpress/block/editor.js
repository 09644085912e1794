// The block in the editor: its settings, and a placeholder for the room. The server renders the room itself.
(({ blockEditor, blocks, components, element, i18n }) => {
  const { createElement: h, Fragment } = element;
  const { __, sprintf } = i18n;

  blocks.registerBlockType("parley-chat/room", {
    edit({ attributes, setAttributes }) {
      const field = (name, label, help) =>
        h(components.TextControl, {
          label,
          help,
          value: attributes[name],
          onChange: (value) => setAttributes({ [name]: value }),
        });
      const settings = h(
        blockEditor.InspectorControls,
        null,
        h(
          components.PanelBody,
          { title: __("Room", "parley-chat") },
          field("room", __("Room", "parley-chat"), __("Empty: the default room.", "parley-chat")),
          field("height", __("Height", "parley-chat"), __("For example 32rem.", "parley-chat")),
          h(components.SelectControl, {
            label: __("Theme", "parley-chat"),
            value: attributes.theme,
            options: [
              { value: "auto", label: __("As the visitor's system", "parley-chat") },
              { value: "light", label: __("Light", "parley-chat") },
              { value: "dark", label: __("Dark", "parley-chat") },
            ],
            onChange: (theme) => setAttributes({ theme }),
          }),
        ),
      );
      const label =
        attributes.room === ""
          ? __("The default room", "parley-chat")
          : // translators: %s: name of a room.
            sprintf(__("Room: %s", "parley-chat"), attributes.room);
      const placeholder = h(components.Placeholder, { icon: "format-chat", label: "Parley Chat", instructions: label });
      return h(Fragment, null, settings, h("div", blockEditor.useBlockProps(), placeholder));
    },
    save: () => null,
  });
})(window.wp);
