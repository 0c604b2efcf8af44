module measure

go 1.20
