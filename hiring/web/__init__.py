"""Flask glue without business: guard, forms, errors, navigation, charts."""
