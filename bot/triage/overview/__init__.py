"""Lists, figures and exports of many tickets."""
