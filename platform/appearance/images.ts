import { wholeBody } from "../api/body";
import { ApiError } from "../api/errors";
import type { Exchange, Handler } from "../api/exchange";
import type { ImageName } from "../store/appearance";
import { defaultImages } from "./default-images";
import { imageTypeOf } from "./image-type";

const limitBytes = 1024 * 1024;

/** Answers with the platform's picture, or sends the client to the one that it has by itself. */
export function getImage(name: ImageName): Handler {
  return ({ services, reply }) => {
    const image = services.store.appearance.image(name);
    if (!image) return reply.redirect(`/console/${name}.svg`, 303);
    return sendImage(reply, image.contentType, image.bytes);
  };
}

/** Takes the bytes of a picture as the body; what they are is seen from themselves, not from what the client says. */
export function updateImage(name: ImageName): Handler {
  return async ({ services, request, reply }) => {
    const bytes = await wholeBody(request, limitBytes, "1 MiB");
    const contentType = imageTypeOf(bytes);
    if (contentType === undefined)
      throw new ApiError("INVALID_INPUT", "The body must be the bytes of a PNG, JPEG, GIF, WebP, ICO or SVG picture.");
    services.store.appearance.setImage(name, { contentType, bytes });
    return reply.code(201).send();
  };
}

/** Takes the picture away; the platform's own is shown again. */
export function deleteImage(name: ImageName): Handler {
  return ({ services, reply }) => {
    services.store.appearance.removeImage(name);
    return reply.code(204).send();
  };
}

/** The picture that the platform has by itself. */
export function getDefaultImage(name: ImageName): Handler {
  return ({ reply }) => sendImage(reply, "image/svg+xml", Buffer.from(defaultImages[name]));
}

function sendImage(reply: Exchange["reply"], contentType: string, bytes: Buffer) {
  return (
    reply
      .type(contentType)
      // A picture may be replaced at any time. An SVG opened by itself runs no script and is of no origin.
      .header("cache-control", "no-cache")
      .header("x-content-type-options", "nosniff")
      .header("content-security-policy", "default-src 'none'; style-src 'unsafe-inline'; sandbox")
      .send(bytes)
  );
}
