# Sourced by what runs Python here: a virtual environment under .venv, rebuilt when its requirements change. The copy inside it tells.

export PIP_DISABLE_PIP_VERSION_CHECK=1 PYTHONDONTWRITEBYTECODE=1

# venv NAME REQUIREMENTS; the root of the project is in $root.
# shellcheck disable=SC2154 # whoever sources this sets it
venv() {
    local folder=$root/.venv/$1 requirements=$2
    if ! cmp --silent "$requirements" "$folder/requirements.txt"; then
        echo "Installing the Python packages for $1"
        rm -rf "$folder"
        python3 -m venv "$folder"
        "$folder/bin/pip" install --quiet --requirement "$requirements"
        cp "$requirements" "$folder/requirements.txt"
    fi
}
