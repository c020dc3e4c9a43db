/** The language that algorithms are written in here, as clients list it. */
export const python = {
  name: "python3",
  display_name: "Python 3",
  // Clients get this as text; only web pages ever read it.
  configuration: JSON.stringify({ language: "python3", dependencies: "requirements.txt" }),
};

/** The environments of that language: one, whose Python is the machine's. The ids are an interface: algorithms are created with them. */
export const environments = [
  {
    id: "5b0f6c1e-9d0c-4a53-8e21-3f1f2f0a7c01",
    environment_specification_id: "5b0f6c1e-9d0c-4a53-8e21-3f1f2f0a7c02",
    display_name: "Python 3",
    description: "The newest Python 3 that the machine of this platform has, with the packages of requirements.txt.",
    created_at: "2026-01-01T00:00:00.000",
    language: python,
    machine_type: "CPU",
  },
];
