import { sizeText } from "../../../provider/model/size-text";

test.each([
  [0, "0 bytes"],
  [1, "1 byte"],
  [1023, "1023 bytes"],
  [1024, "1.0 KiB"],
  [1_258_291, "1.2 MiB"],
  [2 ** 30, "1.0 GiB"],
  [2 ** 51, "2048.0 TiB"],
])("%d bytes read as %s", (sizeBytes, text) => {
  expect(sizeText(sizeBytes)).toBe(text);
});
