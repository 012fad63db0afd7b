"""The commands of `qingdan`, by what they are about; `flows.cli` lists them."""
