"""WebSub, as its publishers do it (W3C Recommendation of 23 January 2018, §4 to §6)."""
