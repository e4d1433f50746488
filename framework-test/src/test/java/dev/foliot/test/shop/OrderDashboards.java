package dev.foliot.test.shop;

import org.springframework.data.jpa.repository.JpaRepository;

interface OrderDashboards extends JpaRepository<OrderDashboard, String> {}
