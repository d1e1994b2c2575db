"""The commands, in the order people see them: the menu and /help come from here."""

N_ = str  # marks a key for extraction; it is translated where it is shown

# Each command with the key of its description in locales/.
COMMANDS = {
    "twins": N_("command-twins"),
    "cities": N_("command-cities"),
    "countries": N_("command-countries"),
    "country": N_("command-country"),
    "near": N_("command-near"),
    "path": N_("command-path"),
    "random": N_("command-random"),
    "stats": N_("command-stats"),
    "settings": N_("command-settings"),
    "help": N_("command-help"),
    "about": N_("command-about"),
    "privacy": N_("command-privacy"),
    "forgetme": N_("command-forgetme"),
    "start": N_("command-start"),
}
