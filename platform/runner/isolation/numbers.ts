// Numbers that systemd, too, gives to users for a time.
export const firstUser = 61_184;
export const lastUser = 65_519;

/** Any of them, to try out whether a process can have another user. */
export const someUser = lastUser;

/** Which are taken: the same folder for all platforms of the machine, and closed to all but root. It has to be there. */
export const tableFolder = "/run/algorithmia-platform/users";
