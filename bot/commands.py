"""The commands, in the order people see them: the menus and /help come from here."""

N_ = str  # marks a key for extraction; it is translated where it is shown

# Each command with the key of its description in locales/.
COMMANDS = {
    "twins": N_("command-twins"),
    "map": N_("command-map"),
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
# Of the bot's own administrators (ADMIN_IDS), in their private chats.
ADMIN_COMMANDS = {
    "corrections": N_("command-corrections"),
    "status": N_("command-status"),
}
# All work in a group too; its menu has none of the first, and the second for its administrators.
NOT_IN_GROUPS = ("about", "privacy", "start")
OF_GROUP_ADMINISTRATORS = ("settings", "forgetme")
