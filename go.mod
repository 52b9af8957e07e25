module dwell

go 1.26
