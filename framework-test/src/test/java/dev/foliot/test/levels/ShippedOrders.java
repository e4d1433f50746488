package dev.foliot.test.levels;

import org.springframework.data.jpa.repository.JpaRepository;

interface ShippedOrders extends JpaRepository<ShippedOrder, String> {}
