// Rows as an Excel workbook: one sheet, texts as texts (never formulas), in a ZIP archive without compression.
"use strict";
(() => {
  const encoder = new TextEncoder();
  const table = Array.from({ length: 256 }, (_, n) => {
    let c = n;
    for (let k = 0; k < 8; k += 1) c = c & 1 ? 0xedb88320 ^ (c >>> 1) : c >>> 1;
    return c >>> 0;
  });
  const crc = (bytes) => {
    let c = 0xffffffff;
    for (const byte of bytes) c = table[(c ^ byte) & 255] ^ (c >>> 8);
    return (c ^ 0xffffffff) >>> 0;
  };
  const numbers = (...pairs) => {
    const bytes = new Uint8Array(pairs.reduce((sum, [size]) => sum + size, 0));
    let at = 0;
    for (const [size, value] of pairs) for (let i = 0; i < size; i += 1, at += 1) bytes[at] = (value >>> (8 * i)) & 255;
    return bytes;
  };
  const zip = (files) => {
    const parts = [];
    const index = [];
    let offset = 0;
    for (const [name, text] of files) {
      const [title, data] = [encoder.encode(name), encoder.encode(text)];
      const head = [[2, 20], [2, 0x800], [2, 0], [2, 0], [2, 0x21], [4, crc(data)], [4, data.length], [4, data.length], [2, title.length], [2, 0]];
      const local = numbers([4, 0x04034b50], ...head);
      parts.push(local, title, data);
      index.push(numbers([4, 0x02014b50], [2, 20], ...head, [2, 0], [2, 0], [2, 0], [4, 0], [4, offset]), title);
      offset += local.length + title.length + data.length;
    }
    const size = index.reduce((sum, part) => sum + part.length, 0);
    return [...parts, ...index, numbers([4, 0x06054b50], [2, 0], [2, 0], [2, files.length], [2, files.length], [4, size], [4, offset], [2, 0])];
  };
  const escaped = (text) =>
    text.replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, "\ufffd").replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
  const cell = (value) => {
    if (value === null || value === undefined || value === "") return "<c/>";
    if (typeof value === "number" && Number.isFinite(value)) return `<c><v>${value}</v></c>`;
    if (typeof value === "boolean") return `<c t="b"><v>${value ? 1 : 0}</v></c>`;
    return `<c t="inlineStr"><is><t xml:space="preserve">${escaped(String(value).slice(0, 32767))}</t></is></c>`;
  };
  const head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>';
  const main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
  const office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
  const relations = "http://schemas.openxmlformats.org/package/2006/relationships";
  const types = "application/vnd.openxmlformats-officedocument.spreadsheetml";
  window.qingdan.put("xlsx", (keys, rows) => {
    const lines = [keys, ...rows.map((row) => keys.map((key) => row[key]))].map((row) => `<row>${row.map(cell).join("")}</row>`);
    return zip([
      ["[Content_Types].xml", `${head}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" ContentType="${types}.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="${types}.worksheet+xml"/></Types>`],
      ["_rels/.rels", `${head}<Relationships xmlns="${relations}"><Relationship Id="r1" Type="${office}/officeDocument" Target="xl/workbook.xml"/></Relationships>`],
      ["xl/workbook.xml", `${head}<workbook xmlns="${main}" xmlns:r="${office}"><sheets><sheet name="rows" sheetId="1" r:id="r1"/></sheets></workbook>`],
      ["xl/_rels/workbook.xml.rels", `${head}<Relationships xmlns="${relations}"><Relationship Id="r1" Type="${office}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`],
      ["xl/worksheets/sheet1.xml", `${head}<worksheet xmlns="${main}"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><sheetData>${lines.join("")}</sheetData></worksheet>`],
    ]);
  });
})();
